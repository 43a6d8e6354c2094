import { ApiError } from "@freelancerm/contracts/client";
import { faultsOf } from "./failure.ts";

const refused = (title: string, errors?: { field: string; message: string }[]) =>
  new ApiError({ type: "about:blank", title, status: 422, code: "account.code_wrong", requestId: "r", errors });

test("a refusal that its one field would only repeat is said once, at the field", () => {
  const error = refused("The code is wrong.", [{ field: "code", message: "is wrong" }]);
  expect(faultsOf(error)).toEqual({ faults: { code: "The code is wrong." }, saysAll: true });
});

test("a field's own words stay where they say more than the refusal, and where there are several", () => {
  const more = refused("The request has fields that are wrong.", [{ field: "budget.max", message: "must be higher" }]);
  expect(faultsOf(more)).toEqual({ faults: { "budget.max": "must be higher" }, saysAll: false });
  const two = refused("The code is wrong.", [
    { field: "code", message: "is wrong" },
    { field: "email", message: "is wrong" },
  ]);
  expect(faultsOf(two).saysAll).toBe(false);
  expect(faultsOf(refused("The code is wrong."))).toEqual({ faults: {}, saysAll: false });
});
