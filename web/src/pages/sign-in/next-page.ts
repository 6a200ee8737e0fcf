const NEXT_PAGE = 'daybook-next-page';

/** Remembers where somebody wanted to go: the mailed link opens in a tab that does not know. */
export function keepNextPage(path: string | undefined): void {
  if (path === undefined) localStorage.removeItem(NEXT_PAGE);
  else localStorage.setItem(NEXT_PAGE, path);
}

/** Where that was; once. */
export function takeNextPage(): string | undefined {
  const path = localStorage.getItem(NEXT_PAGE) ?? undefined;
  localStorage.removeItem(NEXT_PAGE);
  return path;
}
