import type { Command } from 'commander';
import type { CommandRun } from './command-run';

/** Adds one command to its parent. */
type Register = (parent: Command, run: CommandRun) => void;
/** Loads the module of one command. */
export type LoadCommand = () => Promise<Register>;

/** Commands about one thing: `joulefleet NOUN VERB`. */
export interface CommandGroup {
  description: string;
  example: string;
  commands: Readonly<Record<string, LoadCommand | CommandGroup>>;
}

/**
 * Every command by name, in the order of the help. A command's module is loaded only when it is called or listed: loading
 * all of them costs more time than most commands take.
 */
export const COMMAND_TREE: Readonly<Record<string, LoadCommand | CommandGroup>> = {
  up: async () => (await import('./local/up')).registerUp,
  down: async () => (await import('./local/down')).registerDown,
  web: async () => (await import('./local/web')).registerWeb,
  demo: async () => (await import('./local/demo')).registerDemo,
  answer: async () => (await import('./answer/answer')).registerAnswer,
  paper: async () => (await import('./local/paper')).registerPaper,
  device: {
    description: 'boards: enroll, list, show, check, take out of service and bring back',
    example: 'joulefleet device list',
    commands: {
      enroll: async () => (await import('./device/enroll')).registerDeviceEnroll,
      list: async () => (await import('./device/list')).registerDeviceList,
      show: async () => (await import('./device/show')).registerDeviceShow,
      watch: async () => (await import('./device/watch')).registerDeviceWatch,
      history: async () => (await import('./device/history')).registerDeviceHistory,
      facts: async () => (await import('./device/facts')).registerDeviceFacts,
      edit: async () => (await import('./device/edit')).registerDeviceEdit,
      groups: async () => (await import('./device/groups')).registerDeviceGroups,
      limit: async () => (await import('./device/groups')).registerDeviceLimit,
      check: async () => (await import('./device/check')).registerDeviceCheck,
      doctor: async () => (await import('./device/doctor')).registerDeviceDoctor,
      'accept-drift': async () => (await import('./device/accept-drift')).registerDeviceAcceptDrift,
      repin: async () => (await import('./device/repin')).registerDeviceRepin,
      sudoers: async () => (await import('./device/sudoers')).registerDeviceSudoers,
      quarantine: async () => (await import('./device/quarantine')).registerDeviceQuarantine,
      retire: async () => (await import('./device/retire')).registerDeviceRetire,
      maintenance: async () => (await import('./device/maintenance')).registerDeviceMaintenance,
      'end-maintenance': async () => (await import('./device/end-maintenance')).registerDeviceEndMaintenance,
    },
  },
  identity: {
    description: 'keys that log in to devices: make, import, show, remove',
    example: 'joulefleet identity list',
    commands: {
      list: async () => (await import('./identity/list')).registerIdentityList,
      make: async () => (await import('./identity/make')).registerIdentityMake,
      import: async () => (await import('./identity/import')).registerIdentityImport,
      show: async () => (await import('./identity/show')).registerIdentityShow,
      remove: async () => (await import('./identity/remove')).registerIdentityRemove,
    },
  },
  calibration: {
    description: 'power sensors against an external meter: add, list, show, remove',
    example: 'joulefleet calibration list nano-1',
    commands: {
      add: async () => (await import('./calibration/add')).registerCalibrationAdd,
      list: async () => (await import('./calibration/list')).registerCalibrationList,
      show: async () => (await import('./calibration/show')).registerCalibrationShow,
      remove: async () => (await import('./calibration/remove')).registerCalibrationRemove,
    },
  },
  campaign: {
    description: 'sweeps: launch, watch, pause, stop, fill, extend, clone, share, report, export',
    example: 'joulefleet campaign launch examples/quick.yaml',
    commands: {
      init: async () => (await import('./campaign/init')).registerCampaignInit,
      schema: async () => (await import('./campaign/schema')).registerCampaignSchema,
      validate: async () => (await import('./campaign/validate')).registerCampaignValidate,
      plan: async () => (await import('./campaign/launch')).registerCampaignPlan,
      launch: async () => (await import('./campaign/launch')).registerCampaignLaunch,
      watch: async () => (await import('./campaign/watch')).registerCampaignWatch,
      search: async () => (await import('./campaign/search')).registerCampaignSearch,
      list: async () => (await import('./campaign/list')).registerCampaignList,
      report: async () => (await import('./campaign/report')).registerCampaignReport,
      compare: async () => (await import('./campaign/compare')).registerCampaignCompare,
      export: async () => (await import('./campaign/export')).registerCampaignExport,
      pause: async () => (await import('./campaign/verbs')).registerCampaignPause,
      resume: async () => (await import('./campaign/verbs')).registerCampaignResume,
      stop: async () => (await import('./campaign/verbs')).registerCampaignStop,
      fill: async () => (await import('./campaign/verbs')).registerCampaignFill,
      cancel: async () => (await import('./campaign/cancel')).registerCampaignCancel,
      extend: async () => (await import('./campaign/extend')).registerCampaignExtend,
      clone: async () => (await import('./campaign/clone')).registerCampaignClone,
      priority: async () => (await import('./campaign/priority')).registerCampaignPriority,
      archive: async () => (await import('./campaign/archive')).registerCampaignArchive,
      share: async () => (await import('./campaign/share')).registerCampaignShare,
    },
  },
  workload: {
    description: 'programs that are measured: check one here',
    example: 'joulefleet workload check ./runner.py',
    commands: { check: async () => (await import('./workload/check')).registerWorkloadCheck },
  },
  schedule: {
    description: 'what launches by itself: add, list, show, edit, pause, resume, trigger, next, history, remove',
    example: 'joulefleet schedule list',
    commands: {
      add: async () => (await import('./schedule/add')).registerScheduleAdd,
      list: async () => (await import('./schedule/list')).registerScheduleList,
      show: async () => (await import('./schedule/show')).registerScheduleShow,
      edit: async () => (await import('./schedule/edit')).registerScheduleEdit,
      pause: async () => (await import('./schedule/verbs')).registerSchedulePause,
      resume: async () => (await import('./schedule/verbs')).registerScheduleResume,
      trigger: async () => (await import('./schedule/verbs')).registerScheduleTrigger,
      next: async () => (await import('./schedule/next')).registerScheduleNext,
      history: async () => (await import('./schedule/history')).registerScheduleHistory,
      remove: async () => (await import('./schedule/verbs')).registerScheduleRemove,
    },
  },
  nightly: {
    description: 'what the last nights did, and what changed over all of them',
    example: 'joulefleet nightly report',
    commands: {
      report: async () => (await import('./nightly/report')).registerNightlyReport,
      changes: async () => (await import('./nightly/changes')).registerNightlyChanges,
      mark: async () => (await import('./nightly/mark')).registerNightlyMark,
      bisect: async () => (await import('./nightly/bisect')).registerNightlyBisect,
      series: async () => (await import('./nightly/series')).registerNightlySeries,
      gate: async () => (await import('./nightly/changes')).registerNightlyGate,
      demo: async () => (await import('./nightly/demo')).registerNightlyDemo,
    },
  },
  notice: {
    description: 'digests of nights by mail and webhooks: add a target, list, edit, test, remove, log',
    example: 'joulefleet notice list',
    commands: {
      add: {
        description: 'add a target of notices: email, webhook or slack',
        example: 'joulefleet notice add webhook ci https://ci.example.com/hooks/joulefleet',
        commands: {
          email: async () => (await import('./notice/add-email')).registerNoticeAddEmail,
          webhook: async () => (await import('./notice/add-webhook')).registerNoticeAddWebhook,
          slack: async () => (await import('./notice/add-slack')).registerNoticeAddSlack,
        },
      },
      list: async () => (await import('./notice/list')).registerNoticeList,
      edit: async () => (await import('./notice/edit')).registerNoticeEdit,
      test: async () => (await import('./notice/test-target')).registerNoticeTest,
      remove: async () => (await import('./notice/remove')).registerNoticeRemove,
      log: async () => (await import('./notice/log')).registerNoticeLog,
    },
  },
  results: {
    description: 'what was measured: views of it, what its uncertainty is made of, and stored raw data judged anew',
    example: 'joulefleet results recompute',
    commands: {
      recompute: async () => (await import('./results/recompute')).registerResultsRecompute,
      budget: async () => (await import('./results/budget')).registerResultsBudget,
      topology: async () => (await import('./results/topology')).registerResultsTopology,
      phases: async () => (await import('./results/phases')).registerResultsPhases,
      sweep: async () => (await import('./results/sweep')).registerResultsSweep,
      batches: async () => (await import('./results/batches')).registerResultsBatches,
      implementations: async () => (await import('./results/implementations')).registerResultsImplementations,
      governors: async () => (await import('./results/governors')).registerResultsGovernors,
      devices: async () => (await import('./results/devices')).registerResultsDevices,
      front: async () => (await import('./results/front')).registerResultsFront,
    },
  },
  login: async () => (await import('./access/login')).registerLogin,
  logout: async () => (await import('./access/logout')).registerLogout,
  whoami: async () => (await import('./access/whoami')).registerWhoAmI,
  user: {
    description: 'accounts and their roles: list, add, role, disable, enable, password',
    example: 'joulefleet user list',
    commands: {
      list: async () => (await import('./user/list')).registerUserList,
      add: async () => (await import('./user/add')).registerUserAdd,
      role: async () => (await import('./user/role')).registerUserRole,
      disable: async () => (await import('./user/disable')).registerUserDisable,
      enable: async () => (await import('./user/enable')).registerUserEnable,
      password: async () => (await import('./user/password')).registerUserPassword,
    },
  },
  key: {
    description: 'API keys: list, create, revoke',
    example: 'joulefleet key list',
    commands: {
      list: async () => (await import('./key/list')).registerKeyList,
      create: async () => (await import('./key/create')).registerKeyCreate,
      revoke: async () => (await import('./key/revoke')).registerKeyRevoke,
    },
  },
  audit: async () => (await import('./access/audit')).registerAudit,
  'admin-reset': async () => (await import('./access/admin-reset')).registerAdminReset,
};
