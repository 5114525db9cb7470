using Descent.Checks;
using Descent.Grading.Exercises;
using Descent.Grading.Results;

namespace Descent.Grading.Tests.Reports;

/// <summary>Results as the grader writes them, of an exercise with two questions and five checks, two of them hidden.</summary>
static class SampleResults
{
    public static readonly Bundle Bundle = new("01-curvature", "Exercises: Curvature", "0a1b2c3d4e5f", "a2V5", true, [],
    [
        new("q1", "Semi-axes", 1, 5, "q1-checks", [], [new("an upright bowl", 1, false), new("random bowls", 2, true)]),
        new("q2", "A valley's mode", 3, 15, "q2-checks", [], [new("one step", 1, false), new("no step", 1, false), new("random valleys", 2, true)]),
    ]);

    /// <summary>Words that would like to be more.</summary>
    public static readonly string[] Attacks =
    [
        "<script>window.pwned = 'script'; alert(1)</script>", "</style><style>body { display: none } @import 'https://example.invalid/y.css'</style>", "<img src=x onerror=\"window.pwned = 'handler'\">",
        "\" onmouseover=\"window.pwned = 'attribute'\" x=\"", "' autofocus onfocus='window.pwned = 1", "javascript:window.pwned='link'", "[press me](javascript:window.pwned='markdown') ![x](https://example.invalid/p.png)",
        "</p></li></main></body></html><h1>all yours</h1>", "--><!-- ]]>", "<svg onload=\"window.pwned = 'svg'\"><iframe srcdoc=\"<script>parent.pwned = 1</script>\">", "<meta http-equiv=refresh content=\"0;url=https://example.invalid/\">",
        "https://example.invalid/ www.example.invalid a@example.invalid", "user\u202Egpj.exe\u2066\u200B\u2028\u0085", "\e[2J\e]0;title\a\0\b", "=1+1|' /C calc'!A0", "&lt;b&gt; &amp;", "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "lone \uD800 surrogate",
        "# not a heading\n- not a list\n```\nnot code", "$$\\href{javascript:alert(1)}{x}$$",
    ];

    public static Result Right(string student) => Of(student, State.Graded,
    [
        new("q1", "Semi-axes", 3, 3, [Passed("an upright bowl", 1), Passed("random bowls", 2, true)]),
        new("q2", "A valley's mode", 4, 4, [Passed("one step", 1), Passed("no step", 1), Passed("random valleys", 2, true)]),
    ]);

    /// <summary>Passes what it sees of question 1, forgets a root in what it does not see, and has not begun question 2.</summary>
    public static Result Wrong(string student) => Of(student, State.Graded,
    [
        new("q1", "Semi-axes", 1, 3, [Passed("an upright bowl", 1), new("random bowls", true, Verdict.Failed, 0, 2, "Major differs at trial 3.", "1.4142", "2.0000", ["Is there a root?"])]),
        new("q2", "A valley's mode", 0, 4, [Missing("one step", 1), Missing("no step", 1), Missing("random valleys", 2, true)]),
    ]);

    /// <summary>A wrong value with a matrix and a ladder of hints; an exception; a loop.</summary>
    public static Result Mixed(string student) => Of(student, State.Graded,
    [
        new("q1", "Semi-axes", 2, 3, [Failed("an upright bowl"), Passed("random bowls", 2, true)]),
        new("q2", "A valley's mode", 0, 4, [
            new("one step", false, Verdict.Error, 0, 1, "your code threw IndexOutOfRangeException in Cell 5, line 4: Index was outside the bounds of the array.", null, null, ["How many values are there after T steps?"]),
            new("no step", false, Verdict.Failed, 0, 1, "expected 1, got 0.5", "1", "0.5", []),
            new("random valleys", true, Verdict.Timeout, 0, 2, "Mode ran longer than 10 s and was stopped.", null, null, [])]),
    ]);

    /// <summary>Ends its process, and one of its cells does not compile.</summary>
    public static Result Crashed(string student) => Of(student, State.Graded,
    [
        new("q1", "Semi-axes", 0, 3, [new("an upright bowl", false, Verdict.Crashed, 0, 1, "Ellipse ended its process: stack overflow.", null, null, ["Does the recursion end?"]), new("random bowls", true, Verdict.Crashed, 0, 2, "stack overflow", null, null, [])]),
        new("q2", "A valley's mode", 0, 4, [new("one step", false, Verdict.NotRun, 0, 1, "Cell 5 does not compile.", null, null, []), new("no step", false, Verdict.Memory, 0, 1, "Mode used more than 512 MB.", null, null, []), new("random valleys", true, Verdict.NotRun, 0, 2, "Cell 5 does not compile.", null, null, [])]),
    ]) with
    {
        Problems = [new("Cell 5", Verdict.Error, "A semicolon is missing at the end of the line (CS1002).", 3, "    var x = α0 * (1 - η * λ)"), new("Cell 6", Verdict.NotRun, "It uses Mode, which Cell 5 was to define.", null, null)],
    };

    /// <summary>Right, in a notebook without its metadata.</summary>
    public static Result Repaired(string student) => Right(student) with
    {
        State = State.GradedWithRepairs,
        Repairs = ["The cells had lost their metadata and were recognised by their text.", "The text of a given cell was changed: the instructor's was used."],
    };

    public static Result Rejected(string student) => Of(student, State.Rejected,
    [
        new("q1", "Semi-axes", 0, 3, []), new("q2", "A valley's mode", 0, 4, []),
    ]) with
    { Reason = "not a notebook: line 3, column 17" };

    public static Result Lost(string student) => Of(student, State.InfrastructureError, []) with { Reason = "the worker could not be started twice", Maximum = 7 };

    /// <summary>One attack in every text that a student, or anybody, could have written.</summary>
    public static Result Hostile(string attack) => Of(attack, State.GradedWithRepairs,
    [
        new(attack, attack, 0, 3, [new(attack, false, Verdict.Failed, 0, 1, attack, attack, attack, [attack, attack]), new("random bowls", true, Verdict.Failed, 0, 2, "", null, null, [])]),
    ]) with
    { File = attack, Reason = attack, Repairs = [attack], Problems = [new(attack, Verdict.Error, attack, 1, attack)], Assignment = attack, Version = attack, Isolation = attack, Grader = attack };

    /// <summary>A class: honest, wrong, broken and hostile.</summary>
    public static IReadOnlyList<Result> Class() =>
    [
        Right("ada"), Repaired("ben"), Wrong("carla"), Wrong("dmitri"), Mixed("Éloïse Dupont"), Crashed("farid"), Rejected("grace"), Lost("hedy"), Right("ibrahim") with { Hash = Right("ada").Hash },
        Mixed("josefina-maria-de-la-concepcion-with-a-very-long-name@students.example.org"), .. Attacks.Select(Hostile), Mixed("../../" + new string('x', 300)), Hostile(new string('W', 100_000)),
    ];

    public static CheckResult Passed(string title, decimal points, bool isHidden = false) => new(title, isHidden, Verdict.Passed, points, points, "", null, null, []);

    public static CheckResult Failed(string title) => new(title, false, Verdict.Failed, 0, 1, "[1, 0]: expected 0, got 0.125 (1 of 4 values differ)", "[[0.7071, 0.0000],\n [0.0000, 0.3536]]", "[[0.7071, 0.0000],\n [0.1250, 0.3536]]",
        ["Along an eigenvector dᵀHd = λ|d|².", "Solve λ r² = C for r.", "The square root of C/λ is what you want."]);

    public static CheckResult Missing(string title, decimal points, bool isHidden = false) => new(title, isHidden, Verdict.NoAnswer, 0, points, "not done yet", null, null, ["Begin with one eigenvalue."]);

    /// <summary>The result with another check in place of one, and sums that fit.</summary>
    public static Result With(Result result, string title, Func<CheckResult, CheckResult> change)
    {
        var questions = result.Questions.Select(q => q with { Checks = [.. q.Checks.Select(c => c.Title == title ? change(c) : c)] }).ToList();
        return Of(result.Student, result.State, [.. questions.Select(q => q with { Points = q.Checks.Sum(c => c.Points), Maximum = q.Checks.Sum(c => c.Maximum) })]);
    }

    static Result Of(string student, State state, IReadOnlyList<QuestionResult> questions) => new("01-curvature", "0a1b2c3d4e5f", new('e', 64), student, "01-curvature.ipynb",
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(student))), state, null,
        questions.Sum(q => q.Points), questions.Sum(q => q.Maximum), questions, [], [], "bubblewrap", "course 0.1.0, .NET 10.0.0", 2.5);
}
