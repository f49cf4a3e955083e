import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The colours of the page, which are inherited: the theme follows by itself. */
const look = EditorView.theme({
  '&': {
    height: '100%',
    border: '1px solid var(--control)',
    borderRadius: 'var(--radius)',
    background: 'var(--page)',
    color: 'var(--text)',
    fontSize: '14px',
  },
  // The class comes some ms after the focus.
  '&.cm-focused, &:focus-within': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'ui-monospace, monospace', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0' },
  '.cm-gutters': { background: 'var(--raised)', color: 'var(--quiet)', borderRight: '1px solid var(--line)' },
  '.cm-activeLineGutter': { background: 'var(--hover)' },
  '.cm-tooltip': {
    border: '1px solid var(--line)',
    borderRadius: 'var(--radius)',
    background: 'var(--raised)',
    color: 'var(--text)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--accent)',
    color: 'var(--on-accent)',
  },
  '.cm-completionDetail': { color: 'inherit', fontStyle: 'normal' },
  '.cm-completionInfo': { maxWidth: '20rem', padding: '4px 8px' },
  '.cm-diagnostic': { padding: '6px 10px', borderLeft: '4px solid var(--bad)', overflowWrap: 'anywhere' },
  '.cm-diagnosticAction': { background: 'var(--accent)', color: 'var(--on-accent)' },
  // The editor's own mark is an image in a data address, which the policy of the page refuses.
  '.cm-lint-marker-error': {
    content: 'normal',
    width: '0.6em',
    height: '0.6em',
    margin: '0.45em 0.2em',
    borderRadius: '50%',
    background: 'var(--bad)',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad) 1px',
    textUnderlineOffset: '3px',
  },
});

const colors = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)' },
  { tag: tags.comment, color: 'var(--quiet)', fontStyle: 'italic' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.keyword], color: 'var(--warn)' },
]);

export const editorLook: Extension = [look, syntaxHighlighting(colors)];
