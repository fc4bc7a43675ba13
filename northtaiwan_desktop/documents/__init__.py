"""Papers for people: values in, a docx, odt or pdf file out; none of them needs an office program."""
