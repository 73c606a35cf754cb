using System.Linq.Expressions;

namespace PartnershipTracker.Web.Lists;

/// <summary>A visitor that replaces a parameter with another expression.</summary>
public sealed class ParameterReplacer(ParameterExpression parameter, Expression value) : ExpressionVisitor
{
    protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? value : node;
}
