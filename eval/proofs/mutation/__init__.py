"""Mutations of labelled plans: does the answer follow when the text changes?"""
