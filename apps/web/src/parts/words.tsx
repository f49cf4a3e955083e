import { splitCommands } from '@joulefleet/core';
import { Link, useParams } from 'react-router';
import { placeOfCommand, type About } from './place-of-command';

/** A text of the controller, with links to what does the same here in place of the commands that it names; the command is their title. */
export function Words({ text, about = {} }: { text: string; about?: About }) {
  const { campaignId } = useParams();
  return splitCommands(text).map((part, i) =>
    'words' in part ? part.words : <Command key={i} command={part.command} about={{ campaignId, ...about }} />,
  );
}

/** What cannot be done here stays a command. */
function Command({ command, about }: { command: string; about: About }) {
  const typed = `joulefleet ${command}`;
  const place = placeOfCommand(command, about);
  return place === null ? (
    <code>{typed}</code>
  ) : (
    <Link to={place.path} title={typed}>
      {place.title}
    </Link>
  );
}
