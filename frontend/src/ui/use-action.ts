import { useMutation } from "@tanstack/react-query";
import { toast } from "./toast.tsx";

/**
 * Something a person does that may fail. `run` is the request; its failure is told in a toast unless `onError` takes it.
 * Answers the mutation, whose `mutate` never throws.
 */
export function useAction<Input = void, Answer = unknown>(
  run: (input: Input) => Promise<Answer>,
  then: { onSuccess?: (answer: Answer, input: Input) => unknown; onError?: (error: unknown) => unknown } = {},
) {
  return useMutation<Answer, unknown, Input>({
    mutationFn: run,
    onSuccess: (answer, input) => then.onSuccess?.(answer, input),
    onError: (error) => (then.onError ? then.onError(error) : toast.failed(error)),
  });
}
