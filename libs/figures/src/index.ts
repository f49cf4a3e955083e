export * from './charts/heatmap';
export * from './charts/interval-bars';
export * from './charts/xy-chart';
export * from './document/block';
export { toHtml } from './document/to-html';
export { toMarkdown } from './document/to-markdown';
