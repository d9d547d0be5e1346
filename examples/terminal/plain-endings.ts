/** Makes errors end the program with their message instead of a stack trace, and a closed pipe (`| head`) silently. */
export function usePlainEndings(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  process.on('uncaughtException', (error) => {
    console.error(error.message);
    process.exit(1);
  });
}
