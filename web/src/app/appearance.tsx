import { Theme } from '@radix-ui/themes';
import { type ReactNode, useSyncExternalStore } from 'react';

const dark = matchMedia('(prefers-color-scheme: dark)');

function subscribe(changed: () => void): () => void {
  dark.addEventListener('change', changed);
  return () => dark.removeEventListener('change', changed);
}

/** Light or dark, as the system is. */
export function Appearance({ children }: { children: ReactNode }) {
  const isDark = useSyncExternalStore(subscribe, () => dark.matches);
  return (
    <Theme appearance={isDark ? 'dark' : 'light'} accentColor="indigo" grayColor="slate" radius="medium">
      {children}
    </Theme>
  );
}
