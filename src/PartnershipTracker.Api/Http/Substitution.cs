using System.Linq.Expressions;

namespace PartnershipTracker.Http;

/// <summary>An expression with a parameter of it replaced by another expression.</summary>
public sealed class Substitution(ParameterExpression parameter, Expression value) : ExpressionVisitor
{
    protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? value : node;
}
