/**
 * Something outside the program keeps it from starting. The message is one sentence for the person at the terminal, naming
 * what to do; whoever starts the program prints it alone, without a stack, and exits with a code other than 0.
 */
export class CannotStart extends Error {
  override readonly name = 'CannotStart'
}
