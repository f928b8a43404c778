#ifndef LITERAL_H
#define LITERAL_H

/*
 * A value as an XPath 1.0 expression: in the quotes that it does not hold. XPath has no escapes, so a value that holds both
 * kinds is put together by concat('a', "'", 'b'). Returns new memory; NULL when there is none.
 */
char *xpath_literal(const char *value);

#endif
