import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { LAST_ANSWER_READ_MS } from '../domain/limits.ts';
import { contractHeaders } from './contract-headers.ts';

/** Node keeps the answer that is being written here; its own handler of such errors asks in the same way. */
type AnsweringSocket = Socket & { readonly _httpMessage?: ServerResponse | null };

/**
 * Answers, in the envelope, what is no HTTP request at all, and closes the connection. Who is still sending is heard out
 * for a moment: a connection that is cut before takes the answer along.
 */
export function answerMalformedHttp(
  error: Error & { code?: string },
  socket: Socket,
  requestId: string,
): void {
  if (error.code === 'ECONNRESET') socket.destroy();
  // More of what was answered already.
  if (!socket.writable) return;
  // Browsers open connections ahead of their requests. One that is closed is no harm to them; an answer would be taken for
  // that of the request that is on its way just now.
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && socket.bytesRead === 0) return socket.destroySoon();
  // An answer to the head is on its way, and the body turned out to be none: there is one answer to a request.
  if ((socket as AnsweringSocket)._httpMessage?.headersSent === true) return socket.destroySoon();
  const sentence = error.code === 'HPE_HEADER_OVERFLOW' ? 'The headers are too large.' : 'This is no well-formed HTTP request.'; // prettier-ignore
  const body = JSON.stringify({ ok: false, error: sentence, code: 'INVALID_REQUEST', requestId });
  const headers = {
    ...contractHeaders(requestId),
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 400 Bad Request\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
  const cut = setTimeout(() => socket.destroy(), LAST_ANSWER_READ_MS);
  socket.once('close', () => clearTimeout(cut));
}
