/** Style of a report, on a screen and on paper. */
export const STYLE = `
:root { color: #1a1a1a; background: #ffffff; font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
body { margin: 0; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 0.5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 0.75rem; padding-bottom: 0.25rem; border-bottom: 1px solid #cccccc; }
p, li { overflow-wrap: anywhere; }
.notice { border-left: 5px solid #d55e00; background: #fdf0e6; padding: 0.6rem 0.9rem; font-weight: 600; }
figure { margin: 1.75rem 0; }
svg.figure { display: block; width: 100%; height: auto; }
figcaption { margin-top: 0.5rem; font-size: 0.92rem; color: #333333; }
details { margin-top: 0.4rem; font-size: 0.92rem; }
summary { cursor: pointer; color: #00507d; }
.table { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: 0.88rem; width: 100%; }
caption { caption-side: top; text-align: left; padding-bottom: 0.4rem; color: #333333; }
th, td { padding: 0.35rem 0.5rem; border-bottom: 1px solid #dddddd; text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid #1a1a1a; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
pre { background: #f4f4f4; padding: 0.8rem 1rem; overflow-x: auto; font-size: 0.85rem; white-space: pre-wrap; }
@media print {
  @page { size: A4; margin: 18mm 16mm; }
  :root { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  svg.figure { max-height: 98mm; }
  figure, tr, .notice, pre { break-inside: avoid; }
  h2 { break-after: avoid; }
  summary { display: none; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  .table { overflow: visible; }
  table { font-size: 0.78rem; }
  th, td { padding: 0.25rem 0.35rem; }
  thead { display: table-header-group; }
}
`;
