import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";

const statusOf: Partial<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/**
 * Answers what is no HTTP request, or one whose address and headers are too long, and closes the connection. The answer says that it does:
 * else a client keeps the connection for its next request, and that one fails.
 */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return;
  const status = statusOf[error.code ?? ""] ?? 400;
  const body = JSON.stringify({ error: { code: "BadRequest", message: `${STATUS_CODES[status]}: ${error.message}` } });
  const headers = ["connection: close", "content-type: application/json", `content-length: ${Buffer.byteLength(body)}`];
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join("\r\n")}\r\n\r\n${body}`);
}
