import { HttpException } from '@nestjs/common';
import { Fault } from '@joulefleet/core';

/** Errors of the body parser (http-errors); `type` identifies them. */
interface BodyError extends Error {
  status: number;
  type: string;
}

interface Meaning {
  code: string;
  /** Nest's and the parser's own messages never reach a client. */
  message: string;
  remedy?: string;
}

const BY_STATUS: Readonly<Record<number, Meaning>> = {
  400: {
    code: 'bad_http',
    message: 'the request is malformed or incomplete',
    remedy: 'Send a well-formed request, including the escapes in its path.',
  },
  401: {
    code: 'unauthorized',
    message: 'missing or invalid API key or session',
    remedy: 'Send an API key: `Authorization: Bearer jf_...`.',
  },
  403: { code: 'forbidden', message: 'the request is not allowed' },
  404: {
    code: 'not_found',
    message: 'no such endpoint',
    remedy: 'See GET /v1/openapi.json for the available endpoints.',
  },
  413: {
    code: 'body_too_large',
    message: 'the body is too large',
    remedy: 'Send a smaller body: a campaign file has at most 256 KiB.',
  },
  415: {
    code: 'unsupported_media_type',
    message: 'unsupported charset or encoding of the body',
    remedy: 'Send JSON in UTF-8, uncompressed or with gzip, deflate or br.',
  },
  429: { code: 'rate_limited', message: 'too many requests', remedy: 'Wait for the time in the Retry-After header.' },
};
const OTHER: Meaning = { code: 'bad_http', message: 'the request was refused' };
const BAD_JSON: Meaning = {
  code: 'bad_json',
  message: 'the body is not a JSON object',
  remedy: 'Correct the JSON in the body.',
};

/** The fault for errors that Nest and its body parser throw before a handler runs; null for anything else. */
export function transportFault(error: unknown): Fault | null {
  if (error instanceof HttpException) return faultOf(error.getStatus(), error.message, isSyntax(error), error);
  if (isBodyError(error)) return faultOf(error.status, error.message, error.type === 'entity.parse.failed', error);
  return null;
}

function faultOf(status: number, message: string, badJson: boolean, cause: unknown): Fault {
  if (status >= 500) return new Fault(message, { code: 'internal_error', origin: 'bug', transient: false, cause });
  const { code, remedy, message: text } = badJson ? BAD_JSON : (BY_STATUS[status] ?? OTHER);
  return new Fault(text, {
    code,
    origin: 'operator',
    transient: status === 429,
    remedy,
    cause,
  });
}

/** Nest throws the same exception for JSON that does not parse and for a path that does not decode. */
function isSyntax(error: HttpException): boolean {
  return error.getStatus() === 400 && !/^Failed to decode/i.test(error.message);
}

function isBodyError(error: unknown): error is BodyError {
  return error instanceof Error && 'type' in error && 'status' in error && typeof error.status === 'number';
}
