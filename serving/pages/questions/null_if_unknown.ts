// What the API knows nothing of is an answer too: the page then says so itself.

/** The answer, or null when the API says that there is none of that name. */
export async function nullIfUnknown<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && "status" in error && error.status === 404) return null;
    throw error;
  }
}
