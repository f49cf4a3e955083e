/** Replaces tokens of ssh_config such as `%h`, and `%%`. Null: there is one that is not among them. */
export function expandTokens(text: string, tokens: Readonly<Record<string, string>>): string | null {
  let unknown = false;
  const expanded = text.replace(/%(.?)/gs, (_whole, token: string) => {
    if (token === '%') return '%';
    const value = Object.hasOwn(tokens, token) ? tokens[token] : undefined;
    if (value === undefined) unknown = true;
    return value ?? '';
  });
  return unknown ? null : expanded;
}
