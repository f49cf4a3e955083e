import type { Problem } from '@joulefleet/contracts';
import { captureIo, ControllerDouble } from '../../fixtures/controller-double';
import { sampleCampaign, sampleProblem } from '../../fixtures/sample-views';
import { runCli } from '../../run-cli';

const { id: ID } = sampleCampaign();
const counts = (over: object) => ({ ...sampleCampaign().trials, ...over });
const paused = sampleCampaign({ state: 'paused' });
const ending = sampleCampaign({ state: 'cancelled', cancelledBy: 'ada' });

describe('campaign pause, resume, cancel, share', () => {
  let controller: ControllerDouble;

  beforeEach(async () => {
    controller = new ControllerDouble();
    await controller.start();
    controller.answer('GET /v1/campaigns', { campaigns: [sampleCampaign()], nextCursor: null });
    controller.answer(`GET /v1/campaigns/${ID}`, sampleCampaign());
    controller.answer(`POST /v1/campaigns/${ID}/pause`, paused);
    controller.answer(`POST /v1/campaigns/${ID}/resume`, sampleCampaign());
    controller.answer(`POST /v1/campaigns/${ID}/cancel`, ending);
  });
  afterEach(() => controller.dispose());

  async function cli(args: string, more: Parameters<typeof captureIo>[1] = {}) {
    const io = captureIo(controller.home, more);
    const exitCode = await runCli(args.split(' '), io);
    return { exitCode, out: io.out(), err: io.err() };
  }
  const asked = () => controller.received.map(({ method, path }) => `${method} ${path.replace(ID, 'ID')}`);

  it('act on the newest campaign that the caller sees when none is named', async () => {
    const { exitCode, out } = await cli('campaign pause');
    expect(exitCode).toBe(0);
    expect(asked()).toEqual(['GET /v1/campaigns?limit=1', 'POST /v1/campaigns/ID/pause']);
    expect(out).toContain('three boards is paused, 7 trials to come. Those in hand end first, and count.');
    expect(out).toContain(`campaign resume ${ID}`);
  });

  it('print the campaign with --json', async () => {
    expect(JSON.parse((await cli(`campaign pause ${ID} --json`)).out)).toEqual(paused);
    expect(JSON.parse((await cli(`campaign resume ${ID} --json`)).out)).toEqual(sampleCampaign());
    expect(JSON.parse((await cli(`campaign cancel ${ID} --json`, { tty: true })).out)).toEqual(ending);
  });

  it('resume says how to watch', async () =>
    expect((await cli(`campaign resume ${ID}`)).out).toBe(
      `three boards goes on, 7 trials to come.\nWatch it: joulefleet campaign watch ${ID}\n`,
    ));

  it('cancel asks on a terminal, and cancels nothing without a yes', async () => {
    const no = await cli(`campaign cancel ${ID}`, { tty: true, typed: '' });
    expect(no).toMatchObject({ exitCode: 2, err: expect.stringContaining('was not cancelled') as string });
    expect(asked()).toEqual(['GET /v1/campaigns/ID']);
    const yes = await cli(`campaign cancel ${ID}`, { tty: true, typed: 'y' });
    expect(yes).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('Its devices are being restored') as string,
    });
    expect((await cli(`campaign cancel ${ID} --yes`, { tty: true })).exitCode).toBe(0);
    expect((await cli(`campaign cancel ${ID}`)).exitCode).toBe(0);
  });

  it('cancel says when no device is at work any more', async () => {
    const over = { ...ending, finishedAt: '2026-01-02T10:00:00.000Z', trials: counts({ accepted: 5, skipped: 7 }) };
    controller.answer(`POST /v1/campaigns/${ID}/cancel`, over);
    const { out } = await cli(`campaign cancel ${ID}`);
    expect(out).toBe(
      'three boards is cancelled, 5 of 12 trials were accepted; they stay.\nNo device is at work for it.\n',
    );
  });

  it('of a campaign that is over, gives the problem', async () => {
    const over = sampleProblem({ code: 'campaign_ended', origin: 'operator', transient: false, status: 409 });
    controller.answer(`POST /v1/campaigns/${ID}/pause`, over, 409);
    const { exitCode, out } = await cli(`campaign pause ${ID} --json`);
    expect(exitCode).toBe(2);
    expect((JSON.parse(out) as { error: Problem }).error.code).toBe('campaign_ended');
  });

  it('share takes names, or takes all shares back', async () => {
    const shared = sampleCampaign({ sharedWith: ['bo', 'everyone'] });
    controller.answer(`PUT /v1/campaigns/${ID}/shares`, shared);
    const { out } = await cli(`campaign share ${ID} --with bo --with everyone`);
    expect(out).toBe("three boards is ada's and shared with bo, everyone.\n");
    expect(controller.received.at(-1)!.body).toEqual({ sharedWith: ['bo', 'everyone'] });
    await cli(`campaign share ${ID} --private`);
    expect(controller.received.at(-1)!.body).toEqual({ sharedWith: [] });
  });

  it.each(['campaign share', 'campaign share --with bo --private'])('`%s` is a usage error', async (args) => {
    expect((await cli(args)).exitCode).toBe(2);
    expect(controller.received).toEqual([]);
  });

  it('list shows the owner, what is shared and what is still ending', async () => {
    const campaigns = [
      ending,
      sampleCampaign({ id: 'b', owner: null }),
      sampleCampaign({ id: 'c', sharedWith: ['bo'] }),
    ];
    controller.answer('GET /v1/campaigns', { campaigns, nextCursor: null });
    const lines = (await cli('campaign list')).out.split('\n');
    expect(lines[1]).toMatch(/cancelled by ada, ending .* ada {2}/);
    expect(lines[2]).not.toContain('ada');
    expect(lines[3]).toContain('ada (shared)');
  });
});
