using Descent.Theory;

namespace Descent.Tests.Theory;

public class NoisyDescentTests
{
    [Theory, InlineData(0.1, 2.0, 0.0), InlineData(0.1, 2.0, 0.9), InlineData(1.7, 1.0, 0.0), InlineData(0.3, 5.0, 0.4)]
    public void Stationary_variance_is_the_fixed_point_of_the_step(double η, double λ, double μ)
    {
        // State (w, Δ) with Δ ← μΔ − η(λw + ξ), w ← w + Δ: second moments (ww, wΔ, ΔΔ) map linearly to themselves plus η²σ².
        var (ww, wd, dd) = (0.0, 0.0, 0.0);
        for (var t = 0; t < 5000; t++)   // the slowest factor here is 0.95 per step, of the squares
        {
            var newdd = μ * μ * dd - 2 * μ * η * λ * wd + η * η * λ * λ * ww + η * η * 3;
            var wnew = μ * wd - η * λ * ww;    // E[w Δ′]
            (ww, wd, dd) = (ww + 2 * wnew + newdd, wnew + newdd, newdd);
        }
        Assert.Equal(ww, NoisyDescent.StationaryVariance(η, λ, 3, μ), 1e-10 * ww);
    }

    [Fact]
    public void Stationary_variances_are_the_known_ones()
    {
        Assert.Equal(0.0277778, NoisyDescent.StationaryVariance(0.1, 2, 1), 5e-8);
        Assert.Equal(0.2638889, NoisyDescent.StationaryVariance(0.1, 2, 1, 0.9), 5e-8);
    }

    [Fact]
    public void Variances_of_a_schedule_are_those_of_the_sum_of_its_noises()
    {
        // w_T − w* = Σ ηₜ Πₛ﹥ₜ(1 − ηₛλ) ξₜ, written out.
        double[] η = [0.9, 0.1, 0.5, 0.3];
        var written = Enumerable.Range(0, 4).Sum(t => Math.Pow(η[t] * η[(t + 1)..].Aggregate(1.0, (p, s) => p * (1 - 0.7 * s)), 2));
        Assert.Equal(2 * written, NoisyDescent.Variances(η, 0.7, 2).Last(), 1e-15);
        Assert.Equal(2 * written + 5 * Math.Pow(η.Aggregate(1.0, (p, s) => p * (1 - 0.7 * s)), 2), NoisyDescent.Variances(η, 0.7, 2, 5).Last(), 1e-15);
        Assert.Equal(η.Aggregate(1.0, (p, s) => p * (1 - 0.7 * s)), NoisyDescent.Remainders(η, 0.7).Last(), 1e-15);
    }

    [Theory, InlineData(1, 1.0), InlineData(2, 4.0 / 3), InlineData(4, 16.0 / 7)]
    public void One_over_t_schedules_reach_their_limit(double c, double limit)
    {
        Assert.Equal(limit, NoisyDescent.RobbinsMonroLimit(c, 1, 1), 1e-15);
        // The recursion is off by a term of order 1/T.
        const int T = 100_000;
        Assert.Equal(limit, T * NoisyDescent.Variances(Enumerable.Range(1, T).Select(t => c / t), 1, 1).Last(), 10.0 / T);
    }

    [Fact]
    public void Below_one_half_the_variance_falls_more_slowly_than_one_over_T()
    {
        var V = NoisyDescent.Variances(Enumerable.Range(1, 100_000).Select(t => 0.25 / t), 1, 1).ToList();
        Assert.Equal(Math.Pow(10, -0.5), V[99_999] / V[9_999], 0.01);   // T^(−2c), not T⁻¹
    }

    [Fact]
    public void A_schedule_whose_sum_is_finite_stops_half_way() =>
        Assert.Equal(0.5 * (1 + 1.0 / 1001), NoisyDescent.Remainders(Enumerable.Range(1, 1000).Select(t => 1.0 / ((t + 1.0) * (t + 1))), 1).Last(), 1e-12);

    [Fact]
    public void Escapes_balance_as_the_depths_of_the_wells_ask()
    {
        // Detailed balance: k/k′ = √(f″/f″′) exp(2(Δ′ − Δ)/(ησ²)), the ratio of the two wells' shares of exp(−2f/(ησ²)).
        var (k, back) = (NoisyDescent.EscapeRate(0.1, 2, 0.5, 3, -1), NoisyDescent.EscapeRate(0.1, 2, 0.8, 2, -1));
        Assert.Equal(Math.Sqrt(3.0 / 2) * Math.Exp(2 * 0.3 / 0.2), k / back, 1e-10);
        Assert.Equal(k / (k + back), NoisyDescent.Escaped(k, back, 1e12), 1e-12);
        Assert.Equal(k * 7, NoisyDescent.Escaped(k, back, 7), k * k * 50);
    }

    [Fact]
    public void Escape_rate_is_that_of_diffusion_over_the_barrier()
    {
        // Mean first-passage time of dw = −f′ dt + √(2D) dB with D = ησ²/2 in time t = η·steps: (1/D) ∫ exp(f(y)/D) ∫_{−∞}^{y} exp(−f(z)/D) dz dy
        // from the bottom to a point as far beyond the top; f = w²/2 − w³/3 has Δ = 1/6, curvatures 1 and −1. Kramers' corrections are of order D/Δ.
        const double D = 0.012, step = 1e-3;
        double f(double w) => w * w / 2 - w * w * w / 3;
        var (inner, time) = (0.0, 0.0);
        for (var y = -0.8; y < 1.45; y += step)
        {
            inner += step * Math.Exp(-f(y) / D);
            if (y >= 0)
                time += step / D * Math.Exp(f(y) / D) * inner;
        }
        const double η = 0.01;
        Assert.Equal(η / time, NoisyDescent.EscapeRate(η, 2 * D / η, 1.0 / 6, 1, -1), η / time * 2 * D / (1.0 / 6));
    }

    [Fact]
    public void Temperature_vanishes_for_the_whole_set_and_is_the_slope_of_the_stationary_variance()
    {
        Assert.Equal(0, NoisyDescent.Temperature(0.1, 500, 500));
        // With Var g = σ²/B (M − B)/(M − 1) the variance tends to temperature σ²/(2λ(M − 1)) as η → 0; ηλ/2 is the relative next order.
        foreach (var B in (int[])[1, 20, 400])
            Assert.Equal(NoisyDescent.Temperature(1e-6, 500, B) * 3 / (2 * 499 * 2),
                NoisyDescent.StationaryVariance(1e-6, 2, Sampling.Variance(3, B, 500)), 3e-6 * NoisyDescent.StationaryVariance(1e-6, 2, Sampling.Variance(3, B, 500)));
    }

    [Fact]
    public void Impossible_settings_are_refused()
    {
        Assert.Contains("= 4", Assert.Throws<ArgumentOutOfRangeException>(() => NoisyDescent.StationaryVariance(4, 0.5, 1)).Message);
        Assert.Contains("= 8", Assert.Throws<ArgumentOutOfRangeException>(() => NoisyDescent.StationaryVariance(8, 0.45, 1, 0.8)).Message);
        Assert.Contains("[0, 1)", Assert.Throws<ArgumentOutOfRangeException>(() => NoisyDescent.StationaryVariance(0.1, 1, 1, 1)).Message);
        Assert.Contains("1/(2λ) = 0.25", Assert.Throws<ArgumentOutOfRangeException>(() => NoisyDescent.RobbinsMonroLimit(0.25, 2, 1)).Message);
        Assert.Contains("1 to 9", Assert.Throws<ArgumentOutOfRangeException>(() => NoisyDescent.Temperature(0.1, 9, 10)).Message);
        Assert.Contains("above 0", Assert.Throws<ArgumentOutOfRangeException>(() => NoisyDescent.EscapeRate(0.1, 0, 1, 1, -1)).Message);
        Assert.Contains("below 0", Assert.Throws<ArgumentOutOfRangeException>(() => NoisyDescent.EscapeRate(0.1, 1, 1, 1, 1)).Message);
        Assert.Contains("at least 0", Assert.Throws<ArgumentOutOfRangeException>(() => NoisyDescent.Variances([0.1], 1, -1)).Message);
        Assert.Contains("above 0", Assert.Throws<ArgumentOutOfRangeException>(() => NoisyDescent.Remainders([0.1], 0)).Message);
    }
}
