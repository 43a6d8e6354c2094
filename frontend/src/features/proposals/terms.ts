import type { Proposal, Terms } from "@freelancerm/contracts/proposals";

/** Terms as they are being written: amounts may be missing, dates are as browsers write them. */
export interface TermsForm {
  milestones: { title: string; amount: number | null; dueAt: string }[];
  reviewDays: string;
}
export interface ProposalForm {
  letter: string;
  terms: TermsForm;
  answers: string[];
}

export const emptyMilestone = { title: "", amount: null, dueAt: "" };
export const emptyTerms: TermsForm = { milestones: [{ ...emptyMilestone }], reviewDays: "7" };

export const totalOf = ({ milestones }: TermsForm): number =>
  milestones.reduce((sum, { amount }) => sum + (amount ?? 0), 0);

export const formOfTerms = (terms: Terms): TermsForm => ({
  milestones: terms.milestones.map(({ title, amount, dueAt }) => ({ title, amount, dueAt: dueAt?.slice(0, 10) ?? "" })),
  reviewDays: String(terms.reviewDays),
});

export const bodyOfTerms = (form: TermsForm): Terms => ({
  total: totalOf(form),
  milestones: form.milestones.map(({ title, amount, dueAt }) => ({
    title,
    amount: amount ?? 0,
    dueAt: dueAt ? `${dueAt}T23:59:59.000Z` : null,
  })),
  reviewDays: Number(form.reviewDays),
});

export const formOfProposal = ({ letter, terms, answers }: Proposal): ProposalForm => ({
  letter,
  terms: formOfTerms(terms),
  answers,
});

export const bodyOfProposal = (form: ProposalForm, attachmentIds: string[]) => ({
  letter: form.letter,
  terms: bodyOfTerms(form.terms),
  answers: form.answers,
  attachmentIds,
});

/** When the last milestone is due; null while one of them has no date. */
export const doneBy = ({ milestones }: Terms): string | null =>
  milestones.every(({ dueAt }) => dueAt !== null)
    ? milestones.reduce((latest, { dueAt }) => (dueAt && dueAt > latest ? dueAt : latest), "")
    : null;
