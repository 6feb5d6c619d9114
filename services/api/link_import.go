package api

func (a *API) clickImportRoutes() {}
