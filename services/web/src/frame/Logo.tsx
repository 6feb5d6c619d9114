export function Logo() {
  return (
    <svg width="20" height="20" viewBox="0 0 32 32" aria-hidden>
      <path
        fill="var(--button)"
        d="M16 2C8.3 2 2 7.600 2 14.600c0 3.900 2 7.400 5.100 9.700L6 30l6.300-3.200c1.200.3 2.400.4 3.700.4 7.700 0 14-5.600 14-12.600S23.700 2 16 2z"
      />
      <path fill="#ffe08a" d="M8 12h16v5H8z" />
    </svg>
  );
}
