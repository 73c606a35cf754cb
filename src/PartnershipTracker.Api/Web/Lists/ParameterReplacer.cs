using System.Linq.Expressions;

namespace PartnershipTracker.Web.Lists;

/// <summary>An expression with a parameter of it replaced by another expression.</summary>
public sealed class ParameterReplacer(ParameterExpression parameter, Expression value) : ExpressionVisitor
{
    protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? value : node;
}
