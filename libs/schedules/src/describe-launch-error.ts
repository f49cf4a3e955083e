interface Finding {
  where: string;
  message: string;
}

/** Why a campaign was not launched, with the findings of its file, where there are any. */
export function describeLaunchError(error: Error & { findings?: readonly Finding[] }): string {
  const findings = (error.findings ?? []).slice(0, 3).map(({ where, message }) => `${where}: ${message}`);
  return [error.message, ...findings].join('; ');
}
