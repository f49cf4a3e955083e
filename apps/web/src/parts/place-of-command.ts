/** What does the same in the browser: where it is, and how it is called in a sentence. */
export interface Place {
  path: string;
  title: string;
}

/** What a text is about, as far as the page knows. */
export interface About {
  campaignId?: string;
  device?: string;
}

type Places = Readonly<Record<string, (named: string | undefined, about: About, options: string) => Place | null>>;

const REPETITIONS = /--repetitions (\d+)/;

/** By noun and verb. */
const PLACES: Places = {
  'campaign list': () => ({ path: '/campaigns', title: 'the campaigns' }),
  'campaign report': (_, about) => ofCampaign(about, '/trials', 'the list of trials'),
  'campaign fill': (_, about) => ofCampaign(about, '', 'Fill'),
  'campaign extend': (_, about, options) =>
    options.includes('--file') && about.campaignId !== undefined
      ? { path: `/campaigns/new?extend=${about.campaignId}`, title: 'Extend by an edited file' }
      : ofCampaign(about, '', extendTitle(options)),
  'results recompute': (_, about) => ofCampaign(about, '/recompute', 'Recompute'),
  'results budget': (_, about) => ofCampaign(about, '/trials', 'the uncertainty budget of a trial'),
  'calibration add': (_, about) => ofDevice(about.device, 'a calibration on the page of'),
  'calibration list': (named) => ofDevice(named, 'the calibrations of'),
  'device list': () => ({ path: '/fleet', title: 'the fleet' }),
  'device enroll': () => ({ path: '/enroll', title: 'Enroll a device' }),
  'device show': (named) => ofDevice(named, 'the page of'),
  'device check': (named) => ofDevice(named, 'Check on the page of'),
  'device edit': (named) => ofDevice(named, 'Edit on the page of'),
  'device repin': (named) => ofDevice(named, 'Re-pin host key on the page of'),
  'device retire': (named) => ofDevice(named, 'Retire on the page of'),
  'device quarantine': (named) => ofDevice(named, 'Quarantine on the page of'),
  'device accept-drift': (named) => ofDevice(named, 'Accept drift on the page of'),
  'schedule list': () => ({ path: '/schedules', title: 'the schedules' }),
  'nightly series': (named) => ofSchedule(named, '/changes'),
  'nightly changes': (named) => ofSchedule(named, '/changes?show=all'),
  'identity list': () => ({ path: '/admin/identities', title: 'the identities' }),
  'user list': () => ({ path: '/admin/users', title: 'the users' }),
  'key list': () => ({ path: '/account', title: 'your keys' }),
};

/** Where the page does what a command does (`campaign extend --repetitions 2`); null: nowhere, or it is not known of what. */
export function placeOfCommand(command: string, about: About): Place | null {
  const [noun, verb, named] = command.split(' ');
  return PLACES[`${noun} ${verb}`]?.(named?.startsWith('--') ? undefined : named, about, command) ?? null;
}

function extendTitle(options: string): string {
  const count = Number(REPETITIONS.exec(options)?.[1] ?? Number.NaN);
  if (Number.isNaN(count)) return 'Extend';
  return `Extend by ${count} ${count === 1 ? 'repetition' : 'repetitions'}`;
}

/** Of which one is not always known. */
function ofCampaign({ campaignId }: About, rest: string, title: string): Place {
  if (campaignId === undefined) return { path: '/campaigns', title: `${title} of the campaign` };
  return { path: `/campaigns/${campaignId}${rest}`, title };
}

/** Without a name the device is one of the fleet. */
function ofDevice(name: string | undefined, what: string): Place {
  if (name === undefined) return { path: '/fleet', title: `${what} the device` };
  return { path: `/fleet/${name}`, title: `${what} ${name}` };
}

function ofSchedule(name: string | undefined, rest: string): Place | null {
  return name === undefined ? null : { path: `/schedules/${name}${rest}`, title: 'what is judged' };
}
