/** The style of an exported page: calm on a screen, and one that a printer can print. */
export const reportHtmlStyle = `
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #1f1f1f; font: 14px/1.5 system-ui, 'Segoe UI', 'Helvetica Neue', sans-serif; }
main { max-width: 760px; margin: 0 auto; padding: 32px 24px; }
h1 { margin: 0 0 8px; font-size: 18px; font-weight: 600; }
h2 { margin: 28px 0 8px; font-size: 14px; font-weight: 600; break-after: avoid; }
p { margin: 0 0 8px; overflow-wrap: anywhere; }
.headline { margin: 0; font-variant-numeric: tabular-nums; }
.value { font-size: 44px; line-height: 1.2; letter-spacing: -0.01em; }
.unit { margin-left: 8px; }
.unit, .muted, .files, .convention, thead th, dt { color: #595959; }
.warnings { margin: 12px 0; padding: 8px 16px 8px 32px; border: 1px solid #bf8803; overflow-wrap: anywhere; }
table { margin: 16px 0; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 16px 3px 0; border-bottom: 1px solid #e5e5e5; text-align: left; vertical-align: top; font-weight: normal; overflow-wrap: anywhere; }
.figure { text-align: right; white-space: nowrap; }
tr, figure { break-inside: avoid; }
figure { margin: 20px 0; }
figcaption { margin-bottom: 4px; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(280px, 1fr)); gap: 16px; }
.pictures figure { margin: 20px 0 0; }
img { display: block; width: 100%; height: auto; }
svg { width: 100%; height: auto; font-size: 11px; font-variant-numeric: tabular-nums; }
rect { fill: #6f6f6f; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
svg text { fill: #595959; }
.level { stroke: #e5e5e5; }
.base { stroke: #767676; }
.mark { stroke: #1f1f1f; stroke-dasharray: 3 3; fill: none; }
.area { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
dl { margin: 0; }
dl > div { display: grid; grid-template-columns: 120px minmax(0, 1fr); gap: 16px; }
dd { margin: 0; overflow-wrap: anywhere; }
@page { margin: 18mm; }
@media print { main { max-width: none; padding: 0; } }
`;
