# Turns data/common-passwords.txt into a C table.
BEGIN {
	print "/* Made from data/common-passwords.txt. */"
	print "static const char *const common_passwords[] = {"
}
!/^#/ && NF > 0 {
	gsub(/["\\]/, "")
	print "\t\"" $0 "\","
}
END { print "};" }
