import { figures } from "./figures.mjs";
import { escapeHtml } from "./highlight.mjs";

const { measured, rows, served } = figures();

const EXAMPLE = `import { gaussianProcess, predictInterval, rbf } from "mercer";

const X = [[0], [1], [2], [3], [4], [5]];
const y = [0.1, 0.9, 0.8, 0.2, -0.8, -0.9];

const kernel = rbf({ lengthScale: 1 });
const process = gaussianProcess({ kernel, noise: 0.01 });

// holds the next measurement at 2.5 nine times in ten
const coverage = 0.9;
const { lower, upper } =
  predictInterval(process, X, y, [[2.5]], { coverage });`;

const RECIPES = [
  {
    to: "recipes.html#a-table-of-rows-to-a-model-with-intervals",
    title: "A table to a model",
    words: "Rows of objects in, a tuned model with intervals out. Categories, dates and holes included.",
  },
  {
    to: "recipes.html#a-map-from-scattered-stations",
    title: "A map from stations",
    words: "Kriging: what fell between the rain gauges, and how sure that is.",
  },
  {
    to: "recipes.html#a-time-series-with-a-forecast",
    title: "A forecast",
    words: "A trend, a season, and a band whose coverage is measured.",
  },
  { to: "recipes.html#a-classifier-with-calibrated-probabilities", title: "A classifier", words: "Probabilities that mean what they say." },
  {
    to: "recipes.html#a-service-that-retrains-nightly-and-serves-a-file",
    title: "A service",
    words: `Train at night, serve one file by ${served} of code.`,
  },
];

export function homeBody(highlight) {
  return {
    title: "mercer",
    lead: "Smooth models with honest error bars, in the browser or in Node, without a server.",
    body: `<main id="content" class="landing">
<section class="hero">
  <div class="pitch">
    <h1>Smooth models with honest error bars, where your data are.</h1>
    <p class="lead">You have a few dozen to a hundred thousand measured points and want a smooth model that says how sure it is. mercer fits it in the browser or in Node, without a server.</p>
    <p class="actions"><a class="primary" href="lab.html">Open the lab</a> <a href="recipes.html">Copy a recipe</a></p>
  </div>
  <div class="live">
    <div id="live" class="live-box"></div>
    <p class="hint">Live: drag a point. The fit and its 90 % band are computed in your browser.</p>
  </div>
</section>
<section class="split">
  <div><h2>In a few lines</h2><p>Kernels, estimators and models are plain data; the functions are verbs on them. No initialisation, no asset to serve, no <code>await</code>.</p>
  <p>The same numbers, to the last bit, in Chromium, Firefox, WebKit, Node, Bun and Deno.</p></div>
  <div class="code">${highlight(EXAMPLE, "js")}</div>
</section>
<section><h2>Five recipes</h2><ul class="cards">${RECIPES.map(({ to, title, words }) => `<li><a href="${to}"><h3>${title}</h3><p>${words}</p></a></li>`).join("")}</ul></section>
<section class="split"><div><h2>When not to use it</h2><p>A smaller tool is often the better one. <a href="which-model.html">Which model do I need?</a></p></div>
<ul class="not">
<li><b>A straight line is enough.</b> Least squares by any library does it, in less code.</li>
<li><b>Images, text, sound.</b> Distances between raw pixels or words mean little. Use a neural network.</li>
<li><b>Millions of rows with many columns.</b> Gradient boosting scales there. Here most models keep a matrix of n × n numbers, up to about 23,000 points; <a href="how-many-points.html">some go further</a>.</li>
<li><b>Hundreds of columns of mixed kinds.</b> Trees find the few that matter; a distance drowns in the rest.</li>
<li><b>Twenty points and no error bars, ten thousand times a second.</b> Plain loops have less overhead: see <a href="performance.html">small problems</a>.</li>
</ul></section>
${comparison()}
<section class="split"><div><h2>Install</h2><p>ES module and CommonJS with types, no dependencies. Node 20, Bun, Deno or a browser with WebAssembly SIMD.</p></div>
<div class="code">${highlight("# in a copy of the repository\nnpm ci && npm run build && npm pack\n# in your project\nnpm install <path to>/mercer-0.1.0.tgz", "sh")}</div></section>
<section><h2>Then the mathematics</h2><p class="measure">A kernel k(x, z) says how alike two points are. A kernel model is a weighted sum of likenesses, <span class="unbroken">h(x) = Σ αᵢ k(xᵢ, x)</span>. Ridge regression finds the weights by <span class="unbroken">α = (K + λI)⁻¹y</span>, K being the matrix of all likenesses. <a href="training-loss.html">Is the training loss always zero?</a> is the question that mercer began with, and the <a href="glossary.html">glossary</a> has the words.</p></section>
</main>`,
  };
}

function comparison() {
  const cell = (one) =>
    one ? `<td><b>${escapeHtml(one.median)}</b> <small>${escapeHtml(one.name.replace(/ native$/, ""))}</small></td>` : "<td>–</td>";
  const line = ({ words, mercer, js, native, twin }) =>
    `<tr><th scope="row">${words}</th><td class="ours"><b>${escapeHtml(mercer.median)}</b></td>${cell(js)}${cell(native)}${cell(twin)}</tr>`;
  return `<section><h2>Against what you use now</h2>
<p class="measure">Medians on one thread, each result verified before it was timed. Native libraries use wider vectors than WebAssembly has, and often win. <a href="performance.html">All figures, and how to read them</a>.</p>
<div class="table" role="region" tabindex="0" aria-label="Measured times"><table class="compare"><thead><tr><td></td><th scope="col">mercer</th><th scope="col">JavaScript libraries</th><th scope="col">native, from Python</th><th scope="col">TypeScript written by hand</th></tr></thead><tbody>${rows.map(line).join("")}</tbody></table></div>
<p class="hint">${escapeHtml(measured)}; from <code>docs/performance.md</code>, which <code>npm run bench</code> writes.</p></section>`;
}
