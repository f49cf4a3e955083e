/** Limits of Slack: characters of a header and of a section, and blocks of a message. */
const MAX_HEADER = 150;
const MAX_SECTION = 2_900;
const MAX_SECTIONS = 20;

/**
 * A message for an incoming webhook of Slack, or of what takes the same. Blocks are plain text, in which nothing is markup; `text` is what
 * others show, and what notifications show.
 */
export function composeSlack({ title, text }: { title: string; text: string }): object {
  const sections = divide(text).slice(0, MAX_SECTIONS);
  return {
    text: neutralise(`${title}\n\n${text}`),
    mrkdwn: false,
    blocks: [
      { type: 'header', text: plain(cut(title, MAX_HEADER)) },
      ...sections.map((section) => ({ type: 'section', text: plain(section) })),
    ],
  };
}

function plain(text: string): object {
  return { type: 'plain_text', text, emoji: false };
}

/** Paragraphs, together as far as they fit into a section. */
function divide(text: string): string[] {
  const sections: string[] = [];
  for (const paragraph of text.split('\n\n').filter((each) => each.trim() !== '')) {
    const last = sections.at(-1);
    if (last !== undefined && last.length + paragraph.length + 2 <= MAX_SECTION) {
      sections[sections.length - 1] = `${last}\n\n${paragraph}`;
    } else {
      sections.push(cut(paragraph, MAX_SECTION));
    }
  }
  return sections;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** No mention, no link: names come from campaign files and resolvers. A zero-width space keeps `@all` from calling everybody. */
function neutralise(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200b')
    .replaceAll('](', '] (');
}
