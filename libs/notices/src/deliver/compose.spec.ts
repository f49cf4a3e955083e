import { composeMail } from './compose-mail';
import { composeSlack } from './compose-slack';
import { quote } from './delivery';

const LETTER = {
  ...{ id: '0199c3f2-0000-7000-8000-000000000000', target: 'lab', title: 'nightly: 1 worse', text: 'a\n\nb' },
  ...{ digest: {}, createdAt: new Date('2026-03-23T21:00:00Z') },
};

interface Slack {
  text: string;
  blocks: { type: string; text: { type: string; text: string } }[];
}

describe('a message for Slack', () => {
  it('has a title and paragraphs, as plain text', () => {
    const message = composeSlack(LETTER) as Slack;
    expect(message.blocks.map(({ type, text }) => [type, text.type, text.text])).toEqual([
      ['header', 'plain_text', 'nightly: 1 worse'],
      ['section', 'plain_text', 'a\n\nb'],
    ]);
    expect(message.text).toBe('nightly: 1 worse\n\na\n\nb');
  });

  it('mentions nobody and links to nothing', () => {
    const { text } = composeSlack({ ...LETTER, text: '<!channel> <@U1> @all [here](http://evil.org) a & b' }) as Slack;
    expect(text).toContain('&lt;!channel&gt; &lt;@\u200bU1&gt; @\u200ball [here] (http://evil.org) a &amp; b');
  });

  it('stays within the limits of Slack', () => {
    const paragraphs = Array.from({ length: 200 }, (_, at) => `${at} ${'x'.repeat(at * 20)}`);
    const { blocks } = composeSlack({ title: 'y'.repeat(400), text: paragraphs.join('\n\n') }) as Slack;
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(blocks[0]!.text.text).toHaveLength(150);
    for (const { text } of blocks.slice(1)) {
      expect(text.text.length).toBeLessThanOrEqual(3_000);
      expect(text.text.length).toBeGreaterThan(0);
    }
  });
});

it('a mail is the same at each attempt, and its headers are one line each', () => {
  const way = { from: 'jf@mail.lab', to: ['ada@mail.lab'] };
  const mail = composeMail({ ...LETTER, title: 'nightly\r\nBcc: eve@evil.org\u0000' }, way);
  expect(mail.subject).toBe('nightly Bcc: eve@evil.org');
  expect(mail).toMatchObject({
    messageId: `<${LETTER.id}@mail.lab>`,
    ...{ date: LETTER.createdAt, text: LETTER.text, to: [{ address: 'ada@mail.lab' }] },
  });
  expect(composeMail(LETTER, way)).toEqual(composeMail(LETTER, way));
});

it('what the far side says is one short line without secrets', () => {
  const said = `no\u0007 hook\r\n/services/T0 for a secret of the lab ${'z'.repeat(1_000)}`;
  const line = quote(said, ['a secret of the lab', '/services/T0', '']);
  expect(line).toMatch(/^no\ufffd hook \[hidden\] for \[hidden\] z+…$/);
  expect(line.length).toBeLessThan(320);
});
