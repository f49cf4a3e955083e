import type { Letter } from './delivery';

/** A mail as nodemailer takes it, without attachments and markup. The same notice has the same Message-ID and date each time. */
export function composeMail(
  { id, target, title, text, createdAt }: Letter,
  { from, to }: { from: string; to: readonly string[] },
) {
  return {
    from: { name: 'Joulefleet', address: from },
    to: to.map((address) => ({ name: '', address })),
    subject: oneLine(title),
    text,
    date: createdAt,
    messageId: `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    // Nobody's absence note answers it (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Joulefleet-Target': target },
  };
}

/** A header is one line, whatever is in a name. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
