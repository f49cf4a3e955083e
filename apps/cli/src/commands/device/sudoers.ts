import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describeMismatch, deviceRoutes, sshHost, sshUser, type SudoersView } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { describeSystemError } from '@joulefleet/core';
import { CliFailure, usageFailure } from '../../cli-failure';
import { renderPreparation, renderSudoers } from '../../render/device/render-sudoers';
import type { Session } from '../../terminal/session';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

interface SudoersOptions {
  user?: string;
  agentTo?: string;
}

/** `joulefleet device sudoers HOST`: a script for the device, plain so that it can be piped. */
export function registerDeviceSudoers(parent: Command, run: CommandRun): void {
  parent
    .command('sudoers')
    .description('the narrow sudo rule that a device without a root login needs, as commands to run on it')
    .argument('<host>', 'name of the device, or its host as it was enrolled; with --user any board’s')
    .option('--user <login>', 'prepare a board that is not enrolled, for the login name that it will have')
    .option('--agent-to <file>', 'with --user: write the agent there, to be copied to the board first')
    .addHelpText(
      'after',
      example(
        'joulefleet device sudoers nano-1',
        'joulefleet device sudoers nano-1 > nano-1-sudo.sh',
        'joulefleet device sudoers 10.0.0.7 --user jetson --agent-to agent.pyz > sudo.sh',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const [host] = command.processedArgs as [string];
        const { user, agentTo } = command.opts<SudoersOptions>();
        if (user !== undefined) return prepare(session, host, user, agentTo);
        if (agentTo !== undefined) throw needsUser(session, host);
        const view = await findSudoers(session, host);
        session.result(view, renderSudoers(view));
      }),
    );
}

/** By the name of the device; when none has it, by the host of the only one that was enrolled there. */
async function findSudoers(session: Session, nameOrHost: string): Promise<SudoersView> {
  const client = session.client();
  const show = (name: string): Promise<SudoersView> => client.call(deviceRoutes.showSudoers, { params: { name } });
  try {
    return await show(nameOrHost);
  } catch (error) {
    if (!(error instanceof CliFailure) || error.problem.code !== 'device_unknown') throw error;
    const found = (await client.devices()).filter(({ host }) => host === nameOrHost).map(({ name }) => name);
    if (found.length === 1) return show(found[0]!);
    throw found.length === 0 ? notEnrolled(session, nameOrHost) : severalThere(nameOrHost, found);
  }
}

/** Whether a device is enrolled there makes no difference: the agent comes with the script. */
async function prepare(session: Session, host: string, user: string, agentTo: string | undefined): Promise<void> {
  for (const [schema, value] of [[sshHost, host] as const, [sshUser, user] as const]) {
    const parsed = schema.safeParse(value);
    if (parsed.success) continue;
    throw usageFailure(describeMismatch(schema, parsed.error, value), { where: `${host} --user ${user}` });
  }
  const view = await session.client().call(deviceRoutes.showPreparation, { query: { user } });
  const { contentBase64, ...agent } = view.agent;
  if (agentTo !== undefined) writeAgent(session, agentTo, Buffer.from(contentBase64, 'base64'));
  const written = { ...view, agent: { ...agent, writtenTo: agentTo ?? null } };
  const again = session.commandLine(`device sudoers ${host} --user ${user} --agent-to agent.pyz`);
  const then = session.commandLine(`device enroll ${host} --user ${user} --sudo`);
  session.result(written, renderPreparation(written, { host, again, then }));
}

function writeAgent({ io }: Session, file: string, content: Buffer): void {
  try {
    writeFileSync(resolve(io.environment.workingFolder, file), content);
  } catch (error) {
    throw usageFailure(`the agent cannot be written: ${describeSystemError(error)}`, { where: file });
  }
}

function notEnrolled(session: Session, host: string): CliFailure {
  const prepared = session.commandLine(`device sudoers ${host} --user LOGIN --agent-to agent.pyz`);
  return usageFailure(`no device is enrolled with the name or the host ${host}`, {
    code: 'device_unknown',
    remedy: `To prepare a board before it is enrolled, say its login user: \`${prepared}\`. See \`${session.commandLine('device list')}\` for those that are.`,
  });
}

function severalThere(host: string, names: readonly string[]): CliFailure {
  return usageFailure(`several devices are enrolled with the host ${host}`, {
    code: 'device_ambiguous',
    remedy: `Name one of them: ${names.join(', ')}.`,
  });
}

function needsUser(session: Session, host: string): CliFailure {
  const line = session.commandLine(`device sudoers ${host} --user LOGIN --agent-to FILE`);
  return usageFailure('--agent-to goes with --user: a device that is enrolled has the agent already', {
    remedy: `For a board that is not enrolled: \`${line}\`.`,
  });
}
