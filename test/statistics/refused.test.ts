import { describe, expect, it } from "vitest";
import { fit, isMercerError, linear, nystrom } from "../../src/entries/index";
import { digestStatistic, emptyStatistic, rowBlocks } from "../../src/entries/statistics";
import { errorOf, expectError } from "../support/errors";

it("a digest is of a statistic", () => {
  for (const value of [null, {}, [], "statistic", nystrom({ kernel: linear(), landmarks: 1 })]) {
    expect(errorOf(() => digestStatistic(value as never))).toMatchObject({ code: "argument" });
  }
});

it("kernel values below all sums are refused, where they had made NaN", () => {
  const estimator = nystrom({ kernel: linear(), lambda: 10, landmarks: 1 });
  const X = [[4.7e-157]];
  const { message } = expectError("argument", () => {
    fit(estimator, X, [1]);
  });
  expect(message).toContain("too small");
  expect(() => emptyStatistic(estimator, [[1e-140]])).not.toThrow();
});

describe("parts of rows that cannot be looked at", () => {
  const thrower = (): never => {
    throw new RangeError("of a foreign object");
  };
  const revoked = () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  const collected = async (parts: unknown): Promise<unknown> => {
    try {
      for await (const block of rowBlocks(parts as never)) void block;
      return null;
    } catch (error) {
      return error;
    }
  };

  it.each([
    ["a list", new Proxy([], { get: thrower })],
    ["a revoked list", revoked()],
    ["a part", [new Proxy({}, { get: thrower })]],
    ["a revoked part", [revoked()]],
    [
      "a field",
      [
        {
          get X(): never {
            return thrower();
          },
          y: [1],
        },
      ],
    ],
  ])("%s", async (_, parts) => {
    const error = await collected(parts);
    expect(isMercerError(error)).toBe(true);
    expect(error).toMatchObject({ code: "argument" });
  });

  it("what a stream throws by itself comes out as it is", async () => {
    const own = new Error("the file ends here");
    async function* stream() {
      yield { X: [[1]], y: [1] };
      throw own;
    }
    expect(await collected(stream())).toBe(own);
  });
});
