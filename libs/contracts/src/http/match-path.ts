import type { Method, Route } from './route';

/** Methods available at a request path (without its query); empty if no route matches. */
export function allowedMethods(routes: readonly Route[], path: string): Method[] {
  const segments = path.replace(/\/$/, '').split('/');
  return routes.filter((route) => matches(route.path.split('/'), segments)).map(({ method }) => method);
}

function matches(template: readonly string[], segments: readonly string[]): boolean {
  if (template.length !== segments.length) return false;
  return template.every((part, i) => (part.startsWith(':') ? segments[i] !== '' : part === segments[i]));
}
