// As released, libyang looks at the numbers of a date-and-time alone: it takes any text around them, days that there are not, and where
// a value ends early it reads on behind it and tells what it found there, which may be of another request. So the pattern of RFC 6991
// is held against the value first, and then the calendar (RFC 3339 5.7).
export const file = "ly/src/plugins_types/date_and_time.c";

export function transform(text, { insertBefore, replace }) {
  const withCheck = insertBefore(text, store, check);
  const checked = insertBefore(withCheck, conversion, call);
  return replace(checked, "LY_EVALID, 0, NULL, NULL,", "LY_EVALID, LYVE_DATA, NULL, NULL,");
}

const store = "static LY_ERR\nlyplg_type_store_date_and_time(";

const check = `\
/* The value fits the pattern. */
static LY_ERR
check_calendar(const char *value, size_t length, struct ly_err_item **err)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = atoi(value), month = atoi(value + 5), day = atoi(value + 8);
    int is_leap = ((year % 4 == 0) && (year % 100 != 0)) || (year % 400 == 0);
    int shift = value[length - 1] == 'Z' ? 0 : atoi(value + length - 5);

    if ((month >= 1) && (month <= 12) && (day >= 1) && (day <= days[month - 1] + (is_leap && (month == 2))) &&
            (shift <= 23)) {
        return LY_SUCCESS;
    }
    return ly_err_new(err, LY_EVALID, LYVE_DATA, NULL, NULL, "There is no such day or zone: \\"%.*s\\".", (int)length, value);
}

`;

const conversion =
  "    /* convert to UNIX time and fractions of second, function must check for all the possible errors */\n";

const call = `\
    ret = lyplg_type_validate_patterns(((const struct lysc_type_str *)type)->patterns, value, value_len, err);
    LY_CHECK_GOTO(ret, cleanup);
    ret = check_calendar(value, value_len, err);
    LY_CHECK_GOTO(ret, cleanup);

`;
