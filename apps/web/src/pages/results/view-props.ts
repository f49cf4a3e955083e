/** What each view of the results is of. */
export interface ViewProps {
  campaignId: string;
}
