import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { readWebFiles, type WebFile } from './read-web-files';

/** Pages load what this controller serves, and nothing else; no script or style is inline. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // A figure that is saved as a picture is drawn from a blob that the page made.
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
const IMMUTABLE = 'public, max-age=31536000, immutable';
const PAGE = '/index.html';
const API = /^\/v1(\/|$)/;

/**
 * Serves the built web interface: files under `/assets` for ever, because their names change with their content, and the
 * page at every other path that a browser navigates to. Whatever else is asked for is left to the API.
 */
export function serveWeb(folder: string): RequestHandler {
  let files: ReadonlyMap<string, WebFile> | null = null;
  return (request: Request, response: Response, next: NextFunction) => {
    if ((request.method !== 'GET' && request.method !== 'HEAD') || API.test(request.path)) return next();
    files ??= readWebFiles(folder);
    const asset = request.path === PAGE ? undefined : files.get(request.path);
    if (asset) return send(request, response, asset, IMMUTABLE);
    const page = request.path.startsWith('/assets/') || !navigates(request) ? undefined : files.get(PAGE);
    if (!page) return next();
    response.setHeader('Content-Security-Policy', PAGE_POLICY);
    send(request, response, page, 'no-cache');
  };
}

/** A program that takes anything gets the API's answers. */
function navigates(request: Request): boolean {
  return request.accepts(['json', 'html']) === 'html';
}

function send(request: Request, response: Response, file: WebFile, cacheControl: string): void {
  response.setHeader('Cache-Control', cacheControl);
  response.setHeader('ETag', file.etag);
  response.setHeader('Vary', 'Accept, Accept-Encoding');
  if (request.headers['if-none-match'] === file.etag) return void response.status(304).end();
  const encoding = request.acceptsEncodings(['br', 'gzip']);
  const packed = encoding === 'br' ? file.br : encoding === 'gzip' ? file.gzip : null;
  if (packed) response.setHeader('Content-Encoding', String(encoding));
  response.setHeader('Content-Type', file.type);
  const body = packed ?? file.plain;
  response.setHeader('Content-Length', body.length);
  response.end(request.method === 'HEAD' ? undefined : body);
}
