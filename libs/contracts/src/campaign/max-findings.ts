/** Further findings in a campaign file are left out: correcting the first ones comes first. */
export const MAX_FINDINGS = 50;
