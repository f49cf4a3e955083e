/** The six models of the study; a campaign may also name a user's own command. */
export const KNOWN_WORKLOADS = ['alexnet', 'resnet18', 'mobilenetv2', 'yolov4tiny', 'berttiny', 'distilbert'] as const;
export type KnownWorkload = (typeof KNOWN_WORKLOADS)[number];

export const GRAPH_MODES = ['static', 'dynamic'] as const;
export type GraphMode = (typeof GRAPH_MODES)[number];
