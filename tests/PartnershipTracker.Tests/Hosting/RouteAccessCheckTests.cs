using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Hosting;

namespace PartnershipTracker.Tests.Hosting;

public sealed class RouteAccessCheckTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("read", true)]
    public async Task A_route_that_names_no_scope_keeps_the_application_from_starting(string? scope, bool starts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddAuthorizationBuilder().AddPolicy("read", policy => policy.RequireAuthenticatedUser());
        builder.Services.AddAuthentication();
        builder.Services.AddSingleton<IStartupFilter, RouteAccessCheck>();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/open", () => "").AllowAnonymous();
        var route = app.MapGet("/secret", () => "");

        if (scope is not null)
        {
            route.RequireAuthorization([.. new[] { scope }.Where(name => name.Length > 0)]);
        }

        var failure = await Record.ExceptionAsync(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(starts, failure is null);
        Assert.True(starts || failure is StartupException && failure.Message.Contains("/secret", StringComparison.Ordinal), $"{failure}");
    }
}
