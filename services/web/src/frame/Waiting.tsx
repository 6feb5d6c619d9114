import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';

/** Waiting shows grey bars, but only once it has taken a tenth of a second. */
export function Waiting({ rows = 6, height = 44 }: { rows?: number; height?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 100);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div aria-busy="true" style={{ padding: 16 }}>
      {Array.from({ length: rows }, (_, i) => (
        <Skeleton key={i} height={height} mb={12} radius="md" />
      ))}
    </div>
  );
}
