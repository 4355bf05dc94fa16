"""What the reader puts first, said by its type; asked where the words of a question lead nowhere."""
