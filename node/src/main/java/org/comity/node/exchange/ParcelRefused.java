package org.comity.node.exchange;

/** A parcel, or an answer to one, that is not what it must be. Nothing of it was stored. */
final class ParcelRefused extends RuntimeException {

    private final Problem problem;

    ParcelRefused(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    ParcelRefused(Problem problem, Throwable cause) {
        super(problem.detail(), cause);
        this.problem = problem;
    }

    static ParcelRefused of(Problem.Type type, String detail) {
        return new ParcelRefused(Problem.of(type, detail));
    }

    @Override
    public String getMessage() {
        return problem.detail();
    }

    Problem problem() {
        return problem;
    }
}
