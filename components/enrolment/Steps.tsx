/** The steps of enrolling: where one is, and the way back to what is done. */
export function Steps({ at, run }: {
  at: 1 | 2 | 3 | 4;
  /** The run that was counted, if there is one. */
  run?: string;
}) {
  const check = run === undefined ? "/office/enrol/check" : `/office/enrol/check/${run}`;
  const steps = [
    { label: "Files", href: "/office/enrol" },
    { label: "Products", href: "/office/enrol/products" },
    { label: "Check and pace", href: check },
    { label: "Enrol", href: null },
  ];
  return (
    <nav aria-label="Steps of enrolling" class="on-screen">
      <ol class="wizard-steps">
        {steps.map(({ label, href }, place) => {
          const isPast = place + 1 < at;
          return (
            <li key={label} class={isPast ? "past" : undefined}>
              {isPast && href !== null
                ? (
                  <a href={href}>
                    <span class="unseen">Done:</span> {label}
                  </a>
                )
                : <span aria-current={place + 1 === at ? "step" : undefined}>{label}</span>}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
