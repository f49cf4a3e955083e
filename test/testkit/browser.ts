/** What a browser does of HTTP: keeps the cookie that it was given and sends it along, with what it tells of the page. */
export class Browser {
  cookie: string | null = null;
  /** The last Set-Cookie as it came. */
  setCookie: string | null = null;

  constructor(private readonly url: () => string) {}

  async send(
    method: string,
    path: string,
    { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; body: unknown; headers: Headers }> {
    const response = await fetch(`${this.url()}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(this.cookie && { cookie: this.cookie }), ...headers },
      body: body && JSON.stringify(body),
    });
    this.keep(response.headers.get('set-cookie'));
    const text = await response.text();
    return { status: response.status, body: text ? (JSON.parse(text) as unknown) : null, headers: response.headers };
  }

  private keep(setCookie: string | null): void {
    if (setCookie === null) return;
    this.setCookie = setCookie;
    const [pair] = setCookie.split(';');
    this.cookie = pair!.endsWith('=') ? null : pair!;
  }
}
