-- Documents that carry the same conversation share a cluster. The column documents.cluster
-- exists already; it is empty until detection, or the pass over older documents, has set it.

-- +goose Up

CREATE INDEX documents_cluster ON documents (cluster, arrival);

-- What a document was last compared by: see index/cluster. The document is its arrival.
CREATE TABLE document_fingerprints (
  document    BIGINT PRIMARY KEY,
  published   BIGINT NOT NULL,
  fingerprint {{blob}} NOT NULL
){{clustered}};

-- Under which keys the copies of a document are found.
CREATE TABLE cluster_keys (
  key       BIGINT NOT NULL,
  document  BIGINT NOT NULL,
  published BIGINT NOT NULL,
  PRIMARY KEY (key, document)
){{clustered}};

-- The mentions of a brand in the documents of a cluster are one row in the inbox: the lead
-- stands for the others.
ALTER TABLE mentions ADD COLUMN cluster TEXT NOT NULL DEFAULT '';
ALTER TABLE mentions ADD COLUMN lead BIGINT NOT NULL DEFAULT 1;
UPDATE mentions SET cluster = document;
CREATE INDEX mentions_cluster ON mentions (workspace, brand, cluster);
CREATE INDEX mentions_copies ON mentions (workspace, brand, cluster) WHERE lead = 0;
