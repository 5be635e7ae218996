/** Answers requests as a part of a project does. */
export type Handler = (request: Request) => Promise<Response>;
