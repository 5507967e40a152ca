/** The lab before its script has come: what it will be, in the place that it will take. */
export function labBody() {
  return {
    title: "The kernel lab",
    lead: "Drag points and watch everything that a kernel model is: the fit and its band, the Gram matrix, the spectrum, the choice of λ.",
    body: `<div id="lab"><main id="content" class="lab waiting"><h1>The kernel lab</h1><p>Drag points and watch a kernel model move.</p><noscript><p>The lab computes in your browser, so it needs JavaScript.</p></noscript></main></div>`,
  };
}
