import { IconButton, Tooltip } from '@radix-ui/themes';
import { useState } from 'react';

/** An identifier or a digest, with a button that copies it. */
export function CopyId({ value, shown = value }: { value: string; shown?: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <span>
      <span className="id" title={value}>
        {shown}
      </span>{' '}
      <Tooltip content={copied ? 'Copied' : 'Copy'}>
        <IconButton
          size="1"
          variant="ghost"
          color="gray"
          aria-label={`Copy ${value}`}
          onClick={() => void copy()}
        >
          <svg
            width="13"
            height="13"
            viewBox="0 0 15 15"
            fill="none"
            stroke="currentColor"
            aria-hidden="true"
          >
            {copied ? <path d="M3 8l3 3 6-7" /> : <path d="M5.5 3.5h6v8h-6zM3.5 5.5v6a2 2 0 0 0 2 2h4" />}
          </svg>
        </IconButton>
      </Tooltip>
    </span>
  );
}
