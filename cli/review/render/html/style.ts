/** The page's only style sheet; a policy in the page names its digest. Contrast of all text is at least 4.5 to 1 in both schemes. */
export const styleSheet = `
:root{color-scheme:light dark;--back:#fff;--card:#f6f7f9;--text:#1b1f24;--soft:#4a5260;--line:#8b949e;--link:#0550ae;--good:#116329;--bad:#a40e26;--warn:#7d4e00;--goodback:#e6f6ea;--badback:#ffebee;--warnback:#fff4d6}
@media (prefers-color-scheme:dark){:root{--back:#0d1117;--card:#161b22;--text:#e6edf3;--soft:#b1bac4;--line:#6e7681;--link:#79c0ff;--good:#7ee787;--bad:#ff9c94;--warn:#f2cc60;--goodback:#0f2a19;--badback:#3a1216;--warnback:#332600}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:76rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.7rem;line-height:1.25;margin:1.5rem 0 .5rem}
h2{font-size:1.35rem;margin:2.2rem 0 .6rem;border-bottom:1px solid var(--line);padding-bottom:.2rem}
h3{font-size:1.12rem;margin:0 0 .5rem}
h4{font-size:1rem;margin:1rem 0 .3rem}
a{color:var(--link)}
a:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-100vw}
.skip:focus{left:1rem;top:.5rem;background:var(--back);padding:.4rem .8rem;z-index:1}
.verdict{border-left:.4rem solid var(--good);background:var(--goodback);padding:.6rem 1rem;margin:1rem 0}
.verdict.blocked{border-color:var(--bad);background:var(--badback)}
.verdict p{margin:0;font-weight:600}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin:1rem 0}
article{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:1rem 0}
ul,ol{padding-left:1.4rem;margin:.3rem 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.5rem 0}
dt{color:var(--soft)}
dd{margin:0}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;margin:.4rem 0;font-size:.94rem}
caption{text-align:left;color:var(--soft);padding:.2rem 0}
th,td{border:1px solid var(--line);padding:.35rem .55rem;text-align:left;vertical-align:top;overflow-wrap:break-word}
thead th{background:var(--card);white-space:nowrap}
tbody th{font-weight:600}
b{display:inline-block;font-weight:400;border:1px solid currentColor;border-radius:.8rem;padding:0 .5rem;font-size:.86rem;white-space:nowrap}
.risks{white-space:nowrap}
.low,.added{color:var(--good)}
.medium,.changed{color:var(--warn)}
.high,.critical,.removed{color:var(--bad)}
.critical{font-weight:700}
.kept,.none{color:var(--soft)}
.violation{border-left:.3rem solid var(--warn);padding-left:.8rem;margin:.8rem 0}
.violation.mandatory{border-color:var(--bad)}
.violation p{margin:.2rem 0}
figure{margin:1rem 0}
figcaption{color:var(--soft)}
.picture{display:block;font:13px/1 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
.picture text{fill:var(--text)}
.picture .note,.picture .head{fill:var(--soft)}
.picture .head{font-weight:700}
.picture rect{fill:var(--card);stroke:var(--line);stroke-width:1.2}
.picture .added rect{stroke:var(--good);stroke-width:2.2}
.picture .changed rect{stroke:var(--warn);stroke-width:2.2}
.picture .removed rect{stroke:var(--bad);stroke-width:1.6;stroke-dasharray:5 3}
.picture .permissions.risk-high .note,.picture .permissions.risk-critical .note{fill:var(--bad)}
.picture .edge{fill:none;stroke:var(--line);stroke-width:1.2}
.picture .edge.added{stroke:var(--good);stroke-width:1.8}
.picture .edge.removed{stroke:var(--bad);stroke-dasharray:5 3}
footer{color:var(--soft);font-size:.9rem;margin:2rem auto}
@media (max-width:40rem){dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}h1{font-size:1.4rem}article{padding:.7rem}.wide{min-width:38rem}}
@media print{:root{--back:#fff;--card:#fff;--text:#000;--soft:#333;--line:#777;--link:#000;--good:#0b4d1f;--bad:#8a0b20;--warn:#5c3a00;--goodback:#fff;--badback:#fff;--warnback:#fff}body{font-size:10.5pt}header,main,footer{max-width:none;padding:0}nav,.skip{display:none}.scroll{overflow:visible}.wide{min-width:0}.picture{max-width:100%;height:auto}figure,.violation,tr{break-inside:avoid}th,td{overflow-wrap:anywhere}article{border:0;padding:0}h2,h3,h4,thead{break-after:avoid}a{text-decoration:none}}
`;
