/** What the Enter key presses in a form with several buttons: it comes first, and keeps what is typed. */
export function EnterKeeps() {
  return (
    <button
      type="submit"
      class="unseen"
      name="action"
      value="save"
      tabIndex={-1}
      aria-hidden="true"
    >
      Save
    </button>
  );
}
