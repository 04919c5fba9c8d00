/** The limits of the API. `make openapi` writes this file. */

export const LIMITS = {
  accessCode: 200,
  name: 1000,
  reason: 200,
  comment: 1000,
  scale: [1, 2, 3, 4, 5],
  pageSize: 100,
  programSize: 1000,
  uploadBytes: 30000000,
  proofBytes: 10000000,
};
